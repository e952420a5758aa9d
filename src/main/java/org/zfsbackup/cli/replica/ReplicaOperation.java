package org.zfsbackup.cli.replica;

import org.zfsbackup.cli.OperationCommand;
import org.zfsbackup.cli.option.DatasetOptions;
import org.zfsbackup.cli.option.HelpOptions;
import org.zfsbackup.cli.option.OutputOptions;
import org.zfsbackup.cli.option.RecursionOptions;
import org.zfsbackup.cli.option.RunOptions;
import org.zfsbackup.cli.option.UsesOptions;

/** An operation on a dataset and its replica. */
@UsesOptions({DatasetOptions.class, RecursionOptions.class, RunOptions.class, OutputOptions.class, HelpOptions.class})
abstract class ReplicaOperation extends OperationCommand<ReplicaMethod> {}
