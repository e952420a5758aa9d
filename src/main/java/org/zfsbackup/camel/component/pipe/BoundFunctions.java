package org.zfsbackup.camel.component.pipe;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceHelper;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.StreamFunction;

/**
 * Finds functions and data formats in a Camel context's registry, and those of Camel's own data formats that turn bytes
 * into bytes by their name. Safe for use by several threads.
 *
 * <p>No other data format is created by name, because some of them build any object that the data asks for.
 */
public final class BoundFunctions implements Functions {
    private final CamelContext context;
    private final Map<String, DataFormatFunction> formats = new ConcurrentHashMap<>();

    /** @param context the context whose registry is searched */
    public BoundFunctions(CamelContext context) {
        this.context = context;
    }

    @Override
    public Optional<StreamFunction> find(String kind, String name) {
        return kind.equals("dataformat") ? dataFormat(name) : bound(name, StreamFunction.class);
    }

    private <T> Optional<T> bound(String name, Class<T> type) {
        return Optional.ofNullable(context.getRegistry().lookupByName(name))
                .filter(type::isInstance)
                .map(type::cast);
    }

    private Optional<StreamFunction> dataFormat(String name) {
        Optional<DataFormat> found = bound(name, DataFormat.class);
        if (found.isEmpty() && BYTE_FORMATS.contains(name)) {
            found = Optional.ofNullable(context.resolveDataFormat(name));
        }
        return found.map(format -> formats.compute(
                name,
                (key, old) -> old != null && old.isOf(format)
                        ? old
                        : new DataFormatFunction(context, name, started(format))));
    }

    private DataFormat started(DataFormat format) {
        CamelContextAware.trySetCamelContext(format, context);
        ServiceHelper.startService(format);
        return format;
    }
}
