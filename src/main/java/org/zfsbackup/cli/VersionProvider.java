package org.zfsbackup.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version for {@code --version}. The build copies it from the pom into a resource. */
final class VersionProvider implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = VersionProvider.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("zfsbackup was built without " + RESOURCE + ": build it with mvn package");
            }
            properties.load(in);
        }
        return new String[] {"zfsbackup " + properties.getProperty("version")};
    }
}
