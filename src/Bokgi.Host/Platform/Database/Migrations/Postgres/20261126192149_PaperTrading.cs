using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Bokgi.Host.Platform.Database.Migrations.Postgres
{
    /// <inheritdoc />
    internal sealed partial class PaperTrading : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "paper_sessions",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SessionId = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Request = table.Column<string>(type: "text", nullable: false),
                    CreatedUtc = table.Column<long>(type: "bigint", nullable: false),
                    BeginsUtc = table.Column<long>(type: "bigint", nullable: true),
                    SteppedUntilUtc = table.Column<long>(type: "bigint", nullable: true),
                    StoppedUtc = table.Column<long>(type: "bigint", nullable: true),
                    LogLength = table.Column<long>(type: "bigint", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: true),
                    Fence = table.Column<int>(type: "integer", nullable: false),
                    Beats = table.Column<long>(type: "bigint", nullable: false),
                    IsConnected = table.Column<bool>(type: "boolean", nullable: false),
                    ConnectionUtc = table.Column<long>(type: "bigint", nullable: true),
                    Trouble = table.Column<string>(type: "text", nullable: true),
                    Verification = table.Column<string>(type: "text", nullable: true),
                    VerifiedLength = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_sessions", x => x.Number);
                }
            );

            migrationBuilder.CreateTable(
                name: "paper_log",
                columns: table => new
                {
                    SessionNumber = table.Column<long>(type: "bigint", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    TimeUtc = table.Column<long>(type: "bigint", nullable: false),
                    Symbol = table.Column<string>(type: "text", nullable: true),
                    PositionId = table.Column<string>(type: "text", nullable: true),
                    Data = table.Column<byte[]>(type: "bytea", nullable: true),
                    Equity = table.Column<double>(type: "double precision", nullable: false),
                    CreatedUtc = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_log", x => new { x.SessionNumber, x.Sequence });
                    table.ForeignKey(
                        name: "FK_paper_log_paper_sessions_SessionNumber",
                        column: x => x.SessionNumber,
                        principalTable: "paper_sessions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "paper_signals",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SessionNumber = table.Column<long>(type: "bigint", nullable: false),
                    Symbol = table.Column<string>(type: "text", nullable: false),
                    Strategy = table.Column<string>(type: "text", nullable: false),
                    BarUtc = table.Column<long>(type: "bigint", nullable: false),
                    Price = table.Column<double>(type: "double precision", nullable: false),
                    Confidence = table.Column<double>(type: "double precision", nullable: false),
                    IsOrder = table.Column<bool>(type: "boolean", nullable: false),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_signals", x => x.Number);
                    table.ForeignKey(
                        name: "FK_paper_signals_paper_sessions_SessionNumber",
                        column: x => x.SessionNumber,
                        principalTable: "paper_sessions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "paper_states",
                columns: table => new
                {
                    SessionNumber = table.Column<long>(type: "bigint", nullable: false),
                    Data = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_states", x => x.SessionNumber);
                    table.ForeignKey(
                        name: "FK_paper_states_paper_sessions_SessionNumber",
                        column: x => x.SessionNumber,
                        principalTable: "paper_sessions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "paper_trades",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SessionNumber = table.Column<long>(type: "bigint", nullable: false),
                    PositionId = table.Column<string>(type: "text", nullable: false),
                    Symbol = table.Column<string>(type: "text", nullable: false),
                    Strategy = table.Column<string>(type: "text", nullable: false),
                    EntryBar = table.Column<int>(type: "integer", nullable: false),
                    ExitBar = table.Column<int>(type: "integer", nullable: false),
                    EntryUtc = table.Column<long>(type: "bigint", nullable: false),
                    ExitUtc = table.Column<long>(type: "bigint", nullable: false),
                    EntryPrice = table.Column<double>(type: "double precision", nullable: false),
                    ExitPrice = table.Column<double>(type: "double precision", nullable: false),
                    Quantity = table.Column<double>(type: "double precision", nullable: false),
                    EntryFee = table.Column<decimal>(type: "numeric", nullable: false),
                    ExitFee = table.Column<decimal>(type: "numeric", nullable: false),
                    Slippage = table.Column<decimal>(type: "numeric", nullable: false),
                    Pnl = table.Column<decimal>(type: "numeric", nullable: false),
                    Return = table.Column<double>(type: "double precision", nullable: false),
                    ExitReason = table.Column<int>(type: "integer", nullable: false),
                    Confidence = table.Column<double>(type: "double precision", nullable: false),
                    MaximumAdverseExcursion = table.Column<double>(type: "double precision", nullable: false),
                    MaximumFavourableExcursion = table.Column<double>(type: "double precision", nullable: false),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_trades", x => x.Number);
                    table.ForeignKey(
                        name: "FK_paper_trades_paper_sessions_SessionNumber",
                        column: x => x.SessionNumber,
                        principalTable: "paper_sessions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "paper_wishes",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SessionNumber = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Symbol = table.Column<string>(type: "text", nullable: true),
                    PositionId = table.Column<string>(type: "text", nullable: true),
                    IsDone = table.Column<bool>(type: "boolean", nullable: false),
                    Refusal = table.Column<string>(type: "text", nullable: true),
                    CreatedUtc = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_wishes", x => x.Number);
                    table.ForeignKey(
                        name: "FK_paper_wishes_paper_sessions_SessionNumber",
                        column: x => x.SessionNumber,
                        principalTable: "paper_sessions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_paper_sessions_SessionId", table: "paper_sessions", column: "SessionId", unique: true);

            migrationBuilder.CreateIndex(name: "IX_paper_sessions_State", table: "paper_sessions", column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_paper_signals_SessionNumber_Number",
                table: "paper_signals",
                columns: new[] { "SessionNumber", "Number" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_paper_trades_SessionNumber_Number",
                table: "paper_trades",
                columns: new[] { "SessionNumber", "Number" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_paper_wishes_IsDone_SessionNumber",
                table: "paper_wishes",
                columns: new[] { "IsDone", "SessionNumber" }
            );

            migrationBuilder.CreateIndex(name: "IX_paper_wishes_SessionNumber", table: "paper_wishes", column: "SessionNumber");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "paper_log");

            migrationBuilder.DropTable(name: "paper_signals");

            migrationBuilder.DropTable(name: "paper_states");

            migrationBuilder.DropTable(name: "paper_trades");

            migrationBuilder.DropTable(name: "paper_wishes");

            migrationBuilder.DropTable(name: "paper_sessions");
        }
    }
}
