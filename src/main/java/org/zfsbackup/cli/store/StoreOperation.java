package org.zfsbackup.cli.store;

import org.zfsbackup.cli.OperationCommand;
import org.zfsbackup.cli.option.DatasetOptions;
import org.zfsbackup.cli.option.HelpOptions;
import org.zfsbackup.cli.option.OutputOptions;
import org.zfsbackup.cli.option.RunOptions;
import org.zfsbackup.cli.option.UsesOptions;

/** An operation on the backups at a destination that holds objects. */
@UsesOptions({AccessKeyOptions.class, DatasetOptions.class, RunOptions.class, OutputOptions.class, HelpOptions.class})
abstract class StoreOperation extends OperationCommand<StoreMethod> {}
