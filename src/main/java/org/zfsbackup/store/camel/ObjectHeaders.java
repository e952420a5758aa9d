package org.zfsbackup.store.camel;

/**
 * The headers between a store and the routes that implement it. A target {@code routes:NAME} sends to the following
 * routes. Beside each {@link #NAME} it sends {@link #FOLDER} and {@link #FILE}.
 *
 * <ul>
 * <li>{@code direct:NAME-put}: {@link #NAME}, {@link #LENGTH}; the body is a {@code java.io.File}. After the route has
 * completed, the object is stored whole and replaces an older one with this name. If the route fails, the older one is
 * unchanged.
 * <li>{@code direct:NAME-get}: {@link #NAME}. Returns a body that Camel can convert to an {@code InputStream}. If there
 * is no such object, it returns no body, or {@link #MISSING}.
 * <li>{@code direct:NAME-list}: {@link #FOLDER}. Returns a list of every object below the folder, at any depth. The
 * items are names, for each of which the stat route is called; maps with {@code name}, {@code size} and {@code
 * modified}; or other objects whose properties {@link #PROPERTIES} names. Names are full paths. Items outside the
 * folder are ignored.
 * <li>{@code direct:NAME-stat}: {@link #NAME}. Returns {@link #LENGTH} and {@link #MODIFIED}. If there is no such
 * object, it returns neither, or {@link #MISSING}.
 * <li>{@code direct:NAME-delete}: {@link #NAME}. Does nothing if there is no such object.
 * </ul>
 *
 * <p>A time is a Java time, milliseconds since 1970, or text in ISO 8601, always by the same clock. Names are checked
 * before: they contain neither {@code ..} nor anything that Camel evaluates.
 */
public final class ObjectHeaders {
    /** The full path of the object, with slashes. */
    public static final String NAME = "CamelZfsObjectName";

    /** Its size in bytes. */
    public static final String LENGTH = "CamelZfsObjectLength";

    /** When it was stored. */
    public static final String MODIFIED = "CamelZfsObjectModified";

    /** Returned as {@code true} if there is no object with this name. */
    public static final String MISSING = "CamelZfsObjectMissing";

    /** The folder of the object, or the folder to list, without a slash at the end; empty for none. */
    public static final String FOLDER = "CamelZfsObjectFolder";

    /** The name without the folder. */
    public static final String FILE = "CamelZfsObjectFile";

    /**
     * Returned with a list of objects other than maps: the properties of an item, for example {@code
     * key,size,lastModified}.
     */
    public static final String PROPERTIES = "CamelZfsObjectProperties";

    private ObjectHeaders() {}
}
