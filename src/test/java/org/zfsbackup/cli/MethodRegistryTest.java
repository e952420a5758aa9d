package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MethodRegistryTest {
    private static Set<String> methods(String arguments) {
        CommandLine line = new CommandLine(new RootCommand());
        MethodRegistry.addTo(line, List.of(arguments.split(" ")));
        return line.getSubcommands().keySet();
    }

    @Test
    void onlyWhatIsNamedIsDescribed() {
        assertThat(methods("--dataset tank directory --dest d list")).containsExactly("directory");
        assertThat(methods("--dataset s3 directory --dest d")).containsExactly("directory", "s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "directry list", "directory --help", "-h s3", "-vh s3", "help s3"})
    void allAreThereWhereOneMayBeLookedFor(String arguments) {
        assertThat(methods(arguments))
                .containsExactly("zfs", "ssh", "directory", "s3", "target", "counter", "serve", "help");
    }

    @Test
    void operationOption_namesEachOperationOfEachMethod() {
        CommandLine line = new CommandLine(new RootCommand());
        MethodRegistry.addTo(line, List.of());
        String[] described = String.join(
                        " ", line.getCommandSpec().findOption("--operation").description())
                .split("[^\\w-]+");

        assertThat(line.getSubcommands().values())
                .flatMap(method -> method.getSubcommands().keySet())
                .contains("backup", "check", "bases")
                .isSubsetOf(described);
    }
}
