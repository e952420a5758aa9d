# What the findings with an S3 server share: the jars of S3Proxy 4.1.1 with its stores in memory, and a class that starts it.
s3proxy="org.gaul:s3proxy:4.1.1 -args4j -ch.qos.logback -com.azure -com.github.openstack4j.core
    -com.github.openstack4j.core.connectors -com.google.cloud -com.microsoft.azure -io.grpc -io.opentelemetry
    -io.opentelemetry.semconv -io.prometheus -org.apache.sshd -org.eclipse.jetty.ee10 -org.slf4j -software.amazon.awssdk
    jakarta.servlet:jakarta.servlet-api:6.0.0
    software.amazon.awssdk:s3:2.41.28 org.slf4j:slf4j-simple:2.0.17"

# The class Server stands at the end of a program.
s3server() {
    cat
    cat <<'J'

class Server {
    static software.amazon.awssdk.services.s3.S3Client start() throws Exception {
        var proxy = org.gaul.s3proxy.S3Proxy.builder()
                .blobStore(org.gaul.s3proxy.BlobStores.create("transient-nio2", new java.util.Properties()))
                .endpoint(java.net.URI.create("http://127.0.0.1:0"))
                .awsAuthentication(org.gaul.s3proxy.auth.AuthenticationType.AWS_V4, "key", "secret")
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        while (!proxy.getState().equals("STARTED")) {
            Thread.sleep(10);
        }
        var s3 = software.amazon.awssdk.services.s3.S3Client.builder()
                .endpointOverride(java.net.URI.create("http://127.0.0.1:" + proxy.getPort()))
                .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(software.amazon.awssdk.http.apache.ApacheHttpClient.builder())
                .credentialsProvider(software.amazon.awssdk.auth.credentials.StaticCredentialsProvider.create(
                        software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create("key", "secret")))
                .build();
        s3.createBucket(bucket -> bucket.bucket("backup"));
        return s3;
    }
}
J
}
