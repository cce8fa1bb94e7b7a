package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.List;

import dev.registrysync.console.ImportPlan.Decision;
import dev.registrysync.console.ImportPlan.Decision.Result;

/**
 * Says what an import did, or would do.
 */
final class ImportReport {

	private final ImportPlan plan;

	private final List<String> leftOver;

	private final boolean dryRun;

	ImportReport(ImportPlan plan, List<String> leftOver, boolean dryRun) {
		this.plan = plan;
		this.leftOver = leftOver;
		this.dryRun = dryRun;
	}

	void print(PrintWriter out) {
		Table table = new Table("OWNER", "ADDRESS", "RESULT");
		this.plan.decisions()
			.forEach((owner, decision) -> table.add(Printable.of(owner.toString()),
					decision.address().isEmpty() ? "-" : decision.address(), text(decision)));
		if (!table.isEmpty()) {
			table.print(out);
			out.println();
		}
		if (!this.leftOver.isEmpty()) {
			out.println("Left over in the store, as no known id has these names:");
			this.leftOver.forEach((name) -> out.println("  " + name));
			out.println();
		}
		out.println(totals());
		out.flush();
	}

	private String text(Decision decision) {
		return switch (decision.result()) {
			case IMPORTED -> this.dryRun ? "would be imported" : "imported";
			case ALREADY_THERE -> "already there";
			case REFUSED -> "not imported: " + decision.reason();
			case WITHOUT_KEY -> "no key in the store";
			case USES_ANOTHER -> decision.reason();
		};
	}

	private String totals() {
		String totals = "%d %s, %d already there, %d not imported, %d without a key in the store, %d left over."
			.formatted(this.plan.count(Result.IMPORTED), this.dryRun ? "would be imported" : "imported",
					this.plan.count(Result.ALREADY_THERE), this.plan.count(Result.REFUSED),
					this.plan.count(Result.WITHOUT_KEY), this.leftOver.size());
		return this.dryRun ? totals + " Dry run: nothing was written." : totals;
	}

}
