package org.zfsbackup.store.camel;

/**
 * The headers between a store and the routes that do its verbs. A target {@code routes:NAME} sends, with {@link #FOLDER} and
 * {@link #FILE} beside each name, to
 *
 * <ul>
 *   <li>{@code direct:NAME-put}: {@link #NAME}, {@link #LENGTH}, body a {@code java.io.File}. When the route is done, the
 *       object is there whole, in place of an older one of that name; where it fails, the older one is.
 *   <li>{@code direct:NAME-get}: {@link #NAME}. Answers with a body that Camel can make an {@code InputStream} of, or with
 *       none, or with {@link #MISSING}.
 *   <li>{@code direct:NAME-list}: {@link #FOLDER}. Answers with every object below that folder, at any depth, as a list: of
 *       names, which are then asked for one by one; of maps with {@code name}, {@code size} and {@code modified}; or of
 *       anything that has these under the names that {@link #PROPERTIES} says. Names are the whole paths. Others are left out.
 *   <li>{@code direct:NAME-stat}: {@link #NAME}. Answers with {@link #LENGTH} and {@link #MODIFIED}, or with {@link #MISSING},
 *       or with neither.
 *   <li>{@code direct:NAME-delete}: {@link #NAME}. Does nothing where there is none.
 * </ul>
 *
 * <p>A time is one of Java's, milliseconds since 1970, or text as in ISO 8601, by one and the same clock. Every name was
 * checked: it has no {@code ..}, and nothing that Camel evaluates.
 */
public final class ObjectHeaders {
    /** The whole path of the object, with slashes. */
    public static final String NAME = "CamelZfsObjectName";

    /** Its bytes. */
    public static final String LENGTH = "CamelZfsObjectLength";

    /** When it was stored. */
    public static final String MODIFIED = "CamelZfsObjectModified";

    /** Answered as {@code true} where there is no object of that name. */
    public static final String MISSING = "CamelZfsObjectMissing";

    /** The folder that the object is in, or that is listed, without a slash at its end; empty where there is none. */
    public static final String FOLDER = "CamelZfsObjectFolder";

    /** The name without that folder. */
    public static final String FILE = "CamelZfsObjectFile";

    /** Answered with a list of other things than maps: the properties of an item, as {@code key,size,lastModified}. */
    public static final String PROPERTIES = "CamelZfsObjectProperties";

    private ObjectHeaders() {}
}
