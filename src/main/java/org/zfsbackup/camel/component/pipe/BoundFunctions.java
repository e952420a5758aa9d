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
 * The functions and the data formats in a Camel context's registry; and those of Camel's own data formats that turn bytes
 * into bytes, by their name alone. No other is ever made because it is named: some build any object that they are told.
 */
public final class BoundFunctions implements Functions {
    private final CamelContext context;
    private final Map<String, DataFormatFunction> formats = new ConcurrentHashMap<>();

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
