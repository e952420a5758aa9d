package org.zfsbackup.camel.component.backup;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.ReloadWarning;
import org.zfsbackup.camel.StallTimeoutComponent;
import org.zfsbackup.camel.component.pipe.BoundFunctions;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.pipe.Functions;

/** Creates the endpoints of {@code backup:}. */
@Component("backup")
public final class BackupComponent extends StallTimeoutComponent {
    private Functions functions = Functions.NONE;

    @Metadata(
            autowired = true,
            label = "advanced",
            description = "Receives the progress of verifications and restores.")
    private @Nullable RunListener listener;

    @Metadata(defaultValue = "zfs", description = "The zfs command, for example sudo zfs.")
    private String zfsCommand = "zfs";

    @Metadata(
            javaType = "java.util.Map",
            description = "The commands that reverse exec pipes, by the name of the pipe. The undo.NAME options of an"
                    + " endpoint are added to them.")
    private @Nullable Map<String, Object> undoCommands;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        BackupEndpoint endpoint = new BackupEndpoint(uri, this, BackupVerb.named(remaining));
        endpoint.getStall().setStallTimeout(getStallTimeout());
        endpoint.setZfsCommand(zfsCommand);
        endpoint.getReading().setUndoCommands(undoCommands(parameters));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private Map<String, Object> undoCommands(Map<String, Object> parameters) {
        Map<String, Object> commands = new LinkedHashMap<>();
        if (undoCommands != null) {
            commands.putAll(undoCommands);
        }
        commands.putAll(PropertiesHelper.extractProperties(parameters, "undo."));
        return commands;
    }

    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        functions = new BoundFunctions(getCamelContext());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ReloadWarning.watch(getCamelContext());
    }

    Functions functions() {
        return functions;
    }

    public @Nullable RunListener getListener() {
        return listener;
    }

    public void setListener(@Nullable RunListener listener) {
        this.listener = listener;
    }

    public String getZfsCommand() {
        return zfsCommand;
    }

    public void setZfsCommand(String zfsCommand) {
        this.zfsCommand = zfsCommand;
    }

    public @Nullable Map<String, Object> getUndoCommands() {
        return undoCommands;
    }

    public void setUndoCommands(@Nullable Map<String, Object> undoCommands) {
        this.undoCommands = undoCommands;
    }
}
