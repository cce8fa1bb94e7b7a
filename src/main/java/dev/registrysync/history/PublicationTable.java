package dev.registrysync.history;

import java.sql.Types;
import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.history.Publications.Publication;
import dev.registrysync.history.Publications.Replacing;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Stores in the table {@code publication} which revision each registry file was written
 * of last.
 */
final class PublicationTable implements Publications {

	private final Database database;

	PublicationTable(Database database) {
		this.database = database;
	}

	@Override
	public Optional<Publication> find(Kind kind) {
		return this.database.read((jdbc) -> jdbc.sql("select * from publication where kind = :kind")
			.param("kind", kind.plural())
			.query((row, number) -> {
				long next = row.getLong("next_revision");
				@Nullable Replacing replacing = row.wasNull() ? null
						: new Replacing(next, row.getString("next_digest"), row.getString("replaced"));
				return new Publication(new Revision(row.getLong("revision")), row.getString("digest"), replacing);
			})
			.optional());
	}

	@Override
	public void begin(Kind kind, Replacing next) {
		this.database.write((jdbc) -> jdbc.sql("""
				update publication set next_revision = :revision, next_digest = :digest, replaced = :replaced
				where kind = :kind""")
			.param("revision", next.revision())
			.param("digest", next.digest(), Types.VARCHAR)
			.param("replaced", next.replaced(), Types.VARCHAR)
			.param("kind", kind.plural())
			.update());
	}

	@Override
	public void end(Kind kind, Publication last) {
		this.database.write((jdbc) -> jdbc.sql("""
				update publication set revision = :revision, digest = :digest, next_revision = null,
					next_digest = null, replaced = null
				where kind = :kind""")
			.param("revision", last.revision().number())
			.param("digest", last.digest())
			.param("kind", kind.plural())
			.update());
	}

}
