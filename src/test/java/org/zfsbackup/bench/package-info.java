/** What {@code bin/bench} runs: our command, and beside it the pipelines that a user would type. */
package org.zfsbackup.bench;
