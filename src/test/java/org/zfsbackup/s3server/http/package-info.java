/** As much of HTTP/1.1 as a proxy needs that may break it: heads, bodies as streams, and AWS's signatures. */
package org.zfsbackup.s3server.http;
