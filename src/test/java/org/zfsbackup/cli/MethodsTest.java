package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MethodsTest {
    private static Set<String> methods(String arguments) {
        CommandLine line = new CommandLine(new ZfsBackupCommand());
        Methods.addTo(line, arguments.split(" "));
        return line.getSubcommands().keySet();
    }

    @Test
    void onlyWhatIsNamedIsDescribed() {
        assertThat(methods("--dataset tank directory --dest d list")).containsExactly("directory");
        assertThat(methods("--dataset s3 directory --dest d")).containsExactly("directory", "s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "directry list", "directory --help", "-h s3", "-vh s3", "@arguments directory"})
    void allAreThereWhereOneMayBeLookedFor(String arguments) {
        assertThat(methods(arguments)).containsExactly("zfs", "ssh", "directory", "s3", "target", "counter", "serve");
    }

    @Test
    void operationOption_namesEachOperationOfEachMethod() {
        CommandLine line = new CommandLine(new ZfsBackupCommand());
        Methods.addTo(line);
        String[] described = String.join(
                        " ", line.getCommandSpec().findOption("--operation").description())
                .split("\\W+");

        assertThat(line.getSubcommands().values())
                .flatMap(method -> method.getSubcommands().keySet())
                .contains("backup", "check", "bases")
                .isSubsetOf(described);
    }
}
