package org.zfsbackup.store.check;

/** The result of a check that has not failed; a failure is an exception. */
record Finding(CheckResult.State state, String remark) {
    static Finding passed(String remark) {
        return new Finding(CheckResult.State.PASSED, remark);
    }

    static Finding warning(String remark) {
        return new Finding(CheckResult.State.WARNING, remark);
    }
}
