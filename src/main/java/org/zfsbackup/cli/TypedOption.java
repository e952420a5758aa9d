package org.zfsbackup.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option as it was typed.
 *
 * @param name without its value
 * @param words the option, and its value if that is a word of its own
 * @param option its declaration
 * @param depth how many commands were named before it: the destination, and the operation
 */
record TypedOption(String name, List<String> words, OptionSpec option, int depth) {
    /** Whether this option replaces an earlier one. picocli refuses an option that is given twice in the same place. */
    boolean overrides(TypedOption earlier) {
        return option.equals(earlier.option) && !option.isMultiValue() && depth > earlier.depth;
    }

    /** The value: the second word, or what follows the equals sign. */
    String value() {
        String first = words.get(0);
        return words.size() > 1 ? words.get(1) : first.substring(first.indexOf('=') + 1);
    }
}
