package org.zfsbackup.operation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.zfs.DatasetTree;

/** Tells the user that a run without recursion leaves out the datasets below the one that was asked for. */
public final class LeftOutChildren {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOutChildren.class);

    private LeftOutChildren() {}

    /**
     * Tells the log and the listener, if there are any.
     *
     * @param shallow the dataset, and those directly below it
     */
    public static void tell(DatasetTree shallow, RunListener listener) {
        int children = shallow.datasets().size() - 1;
        if (children > 0) {
            LOG.info("{} datasets directly below {} are left out", children, shallow.root());
            listener.childrenLeftOut(shallow.root(), children);
        }
    }
}
