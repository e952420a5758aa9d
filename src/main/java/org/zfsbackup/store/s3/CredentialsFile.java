package org.zfsbackup.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials in one profile of a file like {@code ~/.aws/credentials}. The file is read for each request, because
 * somebody may renew it at any time; the SDK would miss a new file whose time is older than its last look. While the
 * file is missing or half written, the credentials that were read last are used. Safe for use by several threads.
 */
final class CredentialsFile implements AwsCredentialsProvider, SdkAutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialsFile.class);

    private final Path file;
    private final @Nullable String profile;
    private byte[] content = {};
    private @Nullable ProfileCredentialsProvider known;
    private boolean warned;

    /** @param profile the profile in the file; null for the SDK's default */
    CredentialsFile(Path file, @Nullable String profile) {
        this.file = file;
        this.profile = profile;
    }

    /** @throws SdkClientException if there are no credentials in the file, and never were */
    @Override
    public synchronized AwsCredentials resolveCredentials() {
        try {
            byte[] found = Files.readAllBytes(file);
            ProfileCredentialsProvider current = known;
            if (current == null || !Arrays.equals(found, content)) {
                return renew(found);
            }
            return current.resolveCredentials();
        } catch (IOException | RuntimeException e) {
            return old(e);
        }
    }

    private AwsCredentials renew(byte[] found) {
        ProfileCredentialsProvider renewed = provider(found);
        AwsCredentials credentials = renewed.resolveCredentials();
        close();
        known = renewed;
        content = found;
        warned = false;
        return credentials;
    }

    private ProfileCredentialsProvider provider(byte[] found) {
        ProfileCredentialsProvider.Builder chosen = ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder()
                        .content(new ByteArrayInputStream(found))
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build());
        return profile == null ? chosen.build() : chosen.profileName(profile).build();
    }

    private AwsCredentials old(Exception problem) {
        ProfileCredentialsProvider last = known;
        if (last == null) {
            throw SdkClientException.create(
                    "the credentials file " + file + " has no usable credentials: " + problem.getMessage(), problem);
        }
        if (!warned) {
            warned = true;
            LOG.warn(
                    "The credentials file {} has no usable credentials any more ({}). Those that were read from it"
                            + " before are still used",
                    file,
                    problem.getMessage());
        }
        return last.resolveCredentials();
    }

    @Override
    public synchronized void close() {
        if (known != null) {
            known.close();
        }
    }

    /** Without a secret. */
    @Override
    public String toString() {
        return "credentials in " + file;
    }
}
