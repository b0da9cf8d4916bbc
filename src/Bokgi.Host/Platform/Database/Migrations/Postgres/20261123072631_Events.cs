using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bokgi.Host.Platform.Database.Migrations.Postgres
{
    /// <inheritdoc />
    internal sealed partial class Events : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Topic = table.Column<string>(type: "text", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false),
                    CreatedUtc = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.Number);
                }
            );

            // Numbers are given when a transaction commits, one transaction after the other, so that a reader who has seen a number has seen all
            // below it. Deferred, so that nobody waits for a transaction that stays open after its insert.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION bokgi_number_event() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM pg_advisory_xact_lock(7306091001);
                  UPDATE events SET "Number" = nextval(pg_get_serial_sequence('events', 'Number')) WHERE "Number" = NEW."Number";
                  PERFORM pg_notify('bokgi_events', '');
                  RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER bokgi_number_event AFTER INSERT ON events
                  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bokgi_number_event();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "events");
            migrationBuilder.Sql("DROP FUNCTION bokgi_number_event()");
        }
    }
}
