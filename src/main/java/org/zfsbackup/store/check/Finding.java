package org.zfsbackup.store.check;

/** What a check comes to where nothing failed; what fails is thrown. */
record Finding(CheckResult.State state, String remark) {
    static Finding passed(String remark) {
        return new Finding(CheckResult.State.PASSED, remark);
    }

    static Finding limit(String remark) {
        return new Finding(CheckResult.State.WARNING, remark);
    }
}
