package dev.registrysync.events;

import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.problem.ProblemException;

/**
 * Stores how far a webhook has got. If a crash comes between a delivery and the move, the
 * same changes are delivered again: each at least once.
 */
final class WebhookCursor {

	private final Database database;

	private final String webhook;

	WebhookCursor(Database database, String webhook) {
		this.database = database;
		this.webhook = webhook;
	}

	/**
	 * Returns the position; empty if nothing was ever delivered.
	 * @throws ProblemException if the database fails
	 */
	Optional<Position> find() {
		return this.database.read((sql) -> sql.sql("""
				select revision, change from webhook_cursor where webhook = :webhook
				""")
			.param("webhook", this.webhook)
			.query((row, number) -> new Position(row.getLong("revision"), row.getInt("change")))
			.optional());
	}

	/**
	 * Moves to a position.
	 * @throws ProblemException if the database fails
	 */
	void move(Position position) {
		this.database.write((sql) -> sql.sql("""
				insert into webhook_cursor (webhook, revision, change) values (:webhook, :revision, :change)
				on conflict (webhook) do update set revision = excluded.revision, change = excluded.change
				""")
			.param("webhook", this.webhook)
			.param("revision", position.revision())
			.param("change", position.change())
			.update());
	}

}
