package org.zfsbackup.s3server;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the storage classes into the listing of a bucket, and the restores where the request asks for them. */
final class BucketListing {
    private static final Pattern CONTENTS = Pattern.compile("<Contents>(.*?)</Contents>", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>", Pattern.DOTALL);

    private final Request request;
    private final PlayedArchive archive;

    BucketListing(Request request, PlayedArchive archive) {
        this.request = request;
        this.archive = archive;
    }

    String rewritten(String xml) {
        boolean encoded = xml.contains("<EncodingType>url</EncodingType>");
        return CONTENTS.matcher(xml).replaceAll(contents -> Matcher.quoteReplacement(element(contents, encoded)));
    }

    private String element(MatchResult contents, boolean encoded) {
        Matcher key = KEY.matcher(contents.group(1));
        if (!key.find()) {
            return contents.group();
        }
        String text = unescaped(key.group(1));
        String path = "/" + request.bucket() + "/" + (encoded ? Request.decoded(text) : text);
        String restore = request.header("x-amz-optional-object-attributes")
                .filter("RestoreStatus"::equals)
                .flatMap(asked -> archive.status(path))
                .orElse("");
        return "<Contents>" + contents.group(1).replaceAll("<StorageClass>.*?</StorageClass>", "") + "<StorageClass>"
                + archive.storageClass(path) + "</StorageClass>" + restore + "</Contents>";
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
