using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bokgi.Host.Platform.Database.Migrations.Postgres
{
    /// <inheritdoc />
    internal sealed partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_groups",
                columns: table => new
                {
                    Key = table.Column<string>(type: "text", nullable: false),
                    IsOpen = table.Column<bool>(type: "boolean", nullable: false),
                    LastSentUtc = table.Column<long>(type: "bigint", nullable: true),
                    LastWasRecovery = table.Column<bool>(type: "boolean", nullable: false),
                    Repeats = table.Column<int>(type: "integer", nullable: false),
                    LastSeverity = table.Column<string>(type: "text", nullable: false),
                    Waiting = table.Column<string>(type: "text", nullable: true),
                    DueUtc = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_groups", x => x.Key);
                }
            );

            migrationBuilder.CreateTable(
                name: "alert_positions",
                columns: table => new
                {
                    Source = table.Column<string>(type: "text", nullable: false),
                    Position = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_positions", x => x.Source);
                }
            );

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    GroupKey = table.Column<string>(type: "text", nullable: false),
                    Message = table.Column<string>(type: "text", nullable: false),
                    CreatedUtc = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.Number);
                }
            );

            migrationBuilder.CreateTable(
                name: "alert_deliveries",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    AlertNumber = table.Column<long>(type: "bigint", nullable: false),
                    Channel = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DueUtc = table.Column<long>(type: "bigint", nullable: false),
                    SentUtc = table.Column<long>(type: "bigint", nullable: true),
                    Error = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_deliveries", x => x.Number);
                    table.ForeignKey(
                        name: "FK_alert_deliveries_alerts_AlertNumber",
                        column: x => x.AlertNumber,
                        principalTable: "alerts",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_alert_deliveries_AlertNumber", table: "alert_deliveries", column: "AlertNumber");

            migrationBuilder.CreateIndex(
                name: "IX_alert_deliveries_State_DueUtc",
                table: "alert_deliveries",
                columns: new[] { "State", "DueUtc" }
            );

            migrationBuilder.CreateIndex(name: "IX_alert_groups_DueUtc", table: "alert_groups", column: "DueUtc");

            migrationBuilder.CreateIndex(name: "IX_alerts_CreatedUtc", table: "alerts", column: "CreatedUtc");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "alert_deliveries");

            migrationBuilder.DropTable(name: "alert_groups");

            migrationBuilder.DropTable(name: "alert_positions");

            migrationBuilder.DropTable(name: "alerts");
        }
    }
}
