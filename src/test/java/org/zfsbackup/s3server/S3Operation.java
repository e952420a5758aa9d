package org.zfsbackup.s3server;

/** What S3 calls a request. */
public enum S3Operation {
    PUT_OBJECT,
    COPY_OBJECT,
    GET_OBJECT,
    HEAD_OBJECT,
    DELETE_OBJECT,
    DELETE_OBJECTS,
    LIST_OBJECTS,
    CREATE_MULTIPART_UPLOAD,
    UPLOAD_PART,
    COMPLETE_MULTIPART_UPLOAD,
    ABORT_MULTIPART_UPLOAD,
    LIST_PARTS,
    LIST_MULTIPART_UPLOADS,
    RESTORE_OBJECT,
    PUT_LIFECYCLE,
    GET_LIFECYCLE,
    DELETE_LIFECYCLE,
    OTHER;

    static S3Operation of(Request request) {
        return request.key().isEmpty() ? ofBucket(request) : ofObject(request);
    }

    private static S3Operation ofBucket(Request request) {
        if (request.asks("lifecycle")) {
            return switch (request.method()) {
                case "PUT" -> PUT_LIFECYCLE;
                case "GET" -> GET_LIFECYCLE;
                case "DELETE" -> DELETE_LIFECYCLE;
                default -> OTHER;
            };
        }
        if (request.method().equals("POST") && request.asks("delete")) {
            return DELETE_OBJECTS;
        }
        if (!request.method().equals("GET") || request.bucket().isEmpty()) {
            return OTHER;
        }
        if (request.asks("uploads")) {
            return LIST_MULTIPART_UPLOADS;
        }
        boolean lists = request.query().isEmpty() || request.asks("list-type") || request.asks("prefix");
        return lists ? LIST_OBJECTS : OTHER;
    }

    private static S3Operation ofObject(Request request) {
        boolean upload = request.asks("uploadId");
        return switch (request.method()) {
            case "PUT" ->
                upload ? UPLOAD_PART : request.header("x-amz-copy-source").isPresent() ? COPY_OBJECT : PUT_OBJECT;
            case "GET" -> upload ? LIST_PARTS : GET_OBJECT;
            case "HEAD" -> HEAD_OBJECT;
            case "DELETE" -> upload ? ABORT_MULTIPART_UPLOAD : DELETE_OBJECT;
            case "POST" ->
                upload
                        ? COMPLETE_MULTIPART_UPLOAD
                        : request.asks("uploads")
                                ? CREATE_MULTIPART_UPLOAD
                                : request.asks("restore") ? RESTORE_OBJECT : OTHER;
            default -> OTHER;
        };
    }
}
