/** The S3 server that the tests and the demo use: S3Proxy, and before it a proxy of ours that plays archives and faults. */
package org.zfsbackup.s3server;
