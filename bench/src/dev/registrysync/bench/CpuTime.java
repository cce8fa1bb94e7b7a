package dev.registrysync.bench;

/**
 * CPU seconds of a JVM.
 *
 * @param total of all its threads
 * @param compiling of those that compile
 * @param collecting of those that collect garbage
 */
record CpuTime(double total, double compiling, double collecting) {

	/**
	 * What came on top of an earlier one.
	 */
	CpuTime since(CpuTime earlier) {
		return new CpuTime(Math.max(this.total - earlier.total, 0.001), this.compiling - earlier.compiling,
				this.collecting - earlier.collecting);
	}

	CpuTime times(double factor) {
		return new CpuTime(this.total * factor, this.compiling * factor, this.collecting * factor);
	}

}
