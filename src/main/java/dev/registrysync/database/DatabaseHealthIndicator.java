package dev.registrysync.database;

import dev.registrysync.problem.ProblemException;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Shows whether the database answers, and which engine it is. {@code DOWN} if it does
 * not.
 */
class DatabaseHealthIndicator implements HealthIndicator {

	private final Database database;

	DatabaseHealthIndicator(Database database) {
		this.database = database;
	}

	@Override
	public Health health() {
		Health.Builder health = new Health.Builder().withDetail("engine", this.database.engine());
		try {
			this.database.read((sql) -> sql.sql("select 1").query(Integer.class).single());
			return health.up().build();
		}
		catch (ProblemException ex) {
			return health.down()
				.withDetail("code", ex.code().text())
				.withDetail("reason", ex.detail())
				.withDetail("remedy", ex.remedy())
				.build();
		}
	}

}
