using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bokgi.Host.Platform.Database.Migrations.Sqlite
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    SessionId = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Request = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    BeginsUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    SteppedUntilUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    StoppedUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    LogLength = table.Column<long>(type: "INTEGER", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: true),
                    Fence = table.Column<int>(type: "INTEGER", nullable: false),
                    Beats = table.Column<long>(type: "INTEGER", nullable: false),
                    IsConnected = table.Column<bool>(type: "INTEGER", nullable: false),
                    ConnectionUtc = table.Column<long>(type: "INTEGER", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", nullable: true),
                    Verification = table.Column<string>(type: "TEXT", nullable: true),
                    VerifiedLength = table.Column<long>(type: "INTEGER", nullable: false),
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
                    SessionNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    TimeUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    Symbol = table.Column<string>(type: "TEXT", nullable: true),
                    PositionId = table.Column<string>(type: "TEXT", nullable: true),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Equity = table.Column<double>(type: "REAL", nullable: false),
                    CreatedUtc = table.Column<long>(type: "INTEGER", nullable: false),
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    SessionNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Symbol = table.Column<string>(type: "TEXT", nullable: false),
                    Strategy = table.Column<string>(type: "TEXT", nullable: false),
                    BarUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    Price = table.Column<double>(type: "REAL", nullable: false),
                    Confidence = table.Column<double>(type: "REAL", nullable: false),
                    IsOrder = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLate = table.Column<bool>(type: "INTEGER", nullable: false),
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
                    SessionNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: false),
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    SessionNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    PositionId = table.Column<string>(type: "TEXT", nullable: false),
                    Symbol = table.Column<string>(type: "TEXT", nullable: false),
                    Strategy = table.Column<string>(type: "TEXT", nullable: false),
                    EntryBar = table.Column<int>(type: "INTEGER", nullable: false),
                    ExitBar = table.Column<int>(type: "INTEGER", nullable: false),
                    EntryUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    ExitUtc = table.Column<long>(type: "INTEGER", nullable: false),
                    EntryPrice = table.Column<double>(type: "REAL", nullable: false),
                    ExitPrice = table.Column<double>(type: "REAL", nullable: false),
                    Quantity = table.Column<double>(type: "REAL", nullable: false),
                    EntryFee = table.Column<decimal>(type: "TEXT", nullable: false),
                    ExitFee = table.Column<decimal>(type: "TEXT", nullable: false),
                    Slippage = table.Column<decimal>(type: "TEXT", nullable: false),
                    Pnl = table.Column<decimal>(type: "TEXT", nullable: false),
                    Return = table.Column<double>(type: "REAL", nullable: false),
                    ExitReason = table.Column<int>(type: "INTEGER", nullable: false),
                    Confidence = table.Column<double>(type: "REAL", nullable: false),
                    MaximumAdverseExcursion = table.Column<double>(type: "REAL", nullable: false),
                    MaximumFavourableExcursion = table.Column<double>(type: "REAL", nullable: false),
                    IsLate = table.Column<bool>(type: "INTEGER", nullable: false),
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
                    Number = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    SessionNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Symbol = table.Column<string>(type: "TEXT", nullable: true),
                    PositionId = table.Column<string>(type: "TEXT", nullable: true),
                    IsDone = table.Column<bool>(type: "INTEGER", nullable: false),
                    Refusal = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedUtc = table.Column<long>(type: "INTEGER", nullable: false),
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
