/**
 * A generated estate: random trees that "another tool" changes at random, and the promise that everything the product calls
 * good comes back.
 */
package org.zfsbackup.estate;
