package org.zfsbackup.store.camel;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.StoredObject;

/**
 * Converts an endpoint's answer to a list request, maps or beans of a client library, to objects.
 *
 * @param context converts types
 * @param name the path to an item's name: properties or keys, separated by dots
 * @param size the path to its size in bytes
 * @param modified the path to its time: a Java time, milliseconds, or text in ISO 8601
 */
record FolderListing(CamelContext context, String name, String size, String modified) {
    /** Passes on every item as it is. */
    void each(@Nullable Object items, Consumer<Object> consumer) {
        Iterable<?> all = items instanceof Iterable<?> list ? list : ObjectHelper.createIterable(items, null);
        StreamSupport.stream(all.spliterator(), false).forEach(consumer);
    }

    StoredObject object(Object item) throws IOException {
        return new StoredObject(text(item), length(mandatory(item, size)), instant(mandatory(item, modified)));
    }

    private String text(Object item) throws IOException {
        return mandatory(item, name).toString();
    }

    private Object mandatory(Object item, String way) throws IOException {
        Object found = item;
        for (String step : List.of(way.split("\\."))) {
            found = found == null ? null : step(found, step);
        }
        if (found == null) {
            throw new IOException("an item of the list has no property " + way + "; its class is "
                    + item.getClass().getName());
        }
        return found;
    }

    private @Nullable Object step(Object bean, String step) {
        if (bean instanceof Map<?, ?> map) {
            return map.get(step);
        }
        Object found = PluginHelper.getBeanIntrospection(context).getOrElseProperty(bean, step, null, false);
        return found == null ? accessor(bean, step) : found;
    }

    /** Records, and clients such as Amazon's, have {@code size()} instead of {@code getSize()}. */
    private static @Nullable Object accessor(Object bean, String name) {
        try {
            return bean.getClass().getMethod(name).invoke(bean);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    long length(Object value) throws IOException {
        try {
            Long number = context.getTypeConverter().convertTo(Long.class, value);
            if (number != null) {
                return number;
            }
        } catch (TypeConversionException e) {
            // The failure is reported below.
        }
        throw new IOException("'" + value + "' is not a number of bytes");
    }

    static Instant instant(Object value) throws IOException {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime || value instanceof ZonedDateTime) {
            return Instant.from((java.time.temporal.TemporalAccessor) value);
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        if (value instanceof Number millis) {
            return Instant.ofEpochMilli(millis.longValue());
        }
        try {
            return value.toString().matches("\\d+")
                    ? Instant.ofEpochMilli(Long.parseLong(value.toString()))
                    : OffsetDateTime.parse(value.toString()).toInstant();
        } catch (DateTimeException | NumberFormatException e) {
            throw new IOException("'" + value + "' is not a time", e);
        }
    }
}
