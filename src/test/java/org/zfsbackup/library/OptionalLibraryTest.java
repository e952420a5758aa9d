package org.zfsbackup.library;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionalLibraryTest {
    @ParameterizedTest
    @EnumSource
    void libraryOnTheClassPath_isEnough(OptionalLibrary library) {
        assertThatCode(() -> library.require("this")).doesNotThrowAnyException();
    }

    @Test
    void missingArtifacts_areNamedInASentence() throws Exception {
        try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OptionalLibrary.ZSTD.require("pipe:zstd", nothing))
                    .withMessage("pipe:zstd needs com.github.luben:zstd-jni on the class path:"
                            + " add it to the dependencies of your application");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OptionalLibrary.S3.require("the target aws2-s3:bucket", nothing))
                    .withMessage("the target aws2-s3:bucket needs software.amazon.awssdk:s3 and"
                            + " software.amazon.awssdk:apache-client on the class path:"
                            + " add them to the dependencies of your application");
        }
    }
}
