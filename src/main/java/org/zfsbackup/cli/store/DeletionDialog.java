package org.zfsbackup.cli.store;

import java.io.IOException;
import java.io.PrintWriter;
import org.zfsbackup.cli.Confirmation;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.stream.ByteSize;

/** What operations that delete backups say and ask. */
final class DeletionDialog {
    private DeletionDialog() {}

    /** @throws IOException if the answer is not yes */
    static void confirm(PrintWriter err) throws IOException {
        Confirmation.ask(err, "Delete these backups");
    }

    /** @throws IOException if the plan refuses the deletion, with the reason */
    static DeletePlan.Delete feasible(DeletePlan plan) throws IOException {
        if (plan instanceof DeletePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        return (DeletePlan.Delete) plan;
    }

    static String line(DeletePlan.Deleted one) {
        return name(one) + " (" + (one.entry().parent().isPresent() ? "incremental" : "full") + ", snapshot of "
                + one.entry().created() + ", " + ByteSize.format(one.bytes())
                + one.entry().id().map(id -> ", ID " + id).orElse("") + ")";
    }

    static String name(DeletePlan.Deleted one) {
        return one.dataset() + "@" + one.entry().snapshot().name();
    }

    static long bytes(DeletePlan.Delete plan) {
        return plan.backups().stream().mapToLong(DeletePlan.Deleted::bytes).sum();
    }

    /** The number of chunks of a deletion, and their bytes. */
    static String amount(DeletePlan.Delete plan) {
        int chunks = plan.chunks().size();
        return (chunks == 1 ? "1 chunk" : chunks + " chunks") + ", " + ByteSize.format(bytes(plan));
    }
}
