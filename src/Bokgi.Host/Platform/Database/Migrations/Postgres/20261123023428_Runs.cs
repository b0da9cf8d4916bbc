using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Bokgi.Host.Platform.Database.Migrations.Postgres
{
    /// <inheritdoc />
    internal sealed partial class Runs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "presets",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false),
                    Strategy = table.Column<string>(type: "text", nullable: false),
                    Params = table.Column<string>(type: "text", nullable: false),
                    Description = table.Column<string>(type: "text", nullable: true),
                    UpdatedUtc = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_presets", x => x.Name);
                }
            );

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    Number = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    RunId = table.Column<string>(type: "text", nullable: false),
                    CreatedUtc = table.Column<long>(type: "bigint", nullable: false),
                    Strategy = table.Column<string>(type: "text", nullable: false),
                    Timeframe = table.Column<string>(type: "text", nullable: false),
                    StartDate = table.Column<string>(type: "text", nullable: false),
                    EndDate = table.Column<string>(type: "text", nullable: false),
                    Status = table.Column<string>(type: "text", nullable: false),
                    SymbolCount = table.Column<int>(type: "integer", nullable: false),
                    Description = table.Column<string>(type: "text", nullable: true),
                    SearchText = table.Column<string>(type: "text", nullable: false),
                    ArtifactFolder = table.Column<string>(type: "text", nullable: false),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    ExecutionTime = table.Column<double>(type: "double precision", nullable: false),
                    TotalSignals = table.Column<int>(type: "integer", nullable: false),
                    TotalTrades = table.Column<int>(type: "integer", nullable: false),
                    WinRate = table.Column<double>(type: "double precision", nullable: true),
                    AvgReturn = table.Column<double>(type: "double precision", nullable: true),
                    TotalReturn = table.Column<double>(type: "double precision", nullable: true),
                    Cagr = table.Column<double>(type: "double precision", nullable: true),
                    Sharpe = table.Column<double>(type: "double precision", nullable: true),
                    Sortino = table.Column<double>(type: "double precision", nullable: true),
                    Calmar = table.Column<double>(type: "double precision", nullable: true),
                    ProfitFactor = table.Column<double>(type: "double precision", nullable: true),
                    MaxDrawdown = table.Column<double>(type: "double precision", nullable: false),
                    Exposure = table.Column<double>(type: "double precision", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.Number);
                }
            );

            migrationBuilder.CreateTable(
                name: "run_documents",
                columns: table => new
                {
                    RunNumber = table.Column<long>(type: "bigint", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false),
                    ActiveTotals = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_documents", x => x.RunNumber);
                    table.ForeignKey(
                        name: "FK_run_documents_runs_RunNumber",
                        column: x => x.RunNumber,
                        principalTable: "runs",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "run_symbols",
                columns: table => new
                {
                    RunNumber = table.Column<long>(type: "bigint", nullable: false),
                    Symbol = table.Column<string>(type: "text", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    IsActive = table.Column<bool>(type: "boolean", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_symbols", x => new { x.RunNumber, x.Symbol });
                    table.ForeignKey(
                        name: "FK_run_symbols_runs_RunNumber",
                        column: x => x.RunNumber,
                        principalTable: "runs",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "run_tags",
                columns: table => new
                {
                    RunNumber = table.Column<long>(type: "bigint", nullable: false),
                    Tag = table.Column<string>(type: "text", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_tags", x => new { x.RunNumber, x.Tag });
                    table.ForeignKey(
                        name: "FK_run_tags_runs_RunNumber",
                        column: x => x.RunNumber,
                        principalTable: "runs",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.InsertData(
                table: "presets",
                columns: new[] { "Name", "Description", "Params", "Strategy", "UpdatedUtc" },
                values: new object[,]
                {
                    {
                        "aggressive",
                        null,
                        "{\"volume_window\":10,\"top_percentile\":0.3,\"breakout_buffer\":0.0}",
                        "volume_zone_breakout",
                        0L,
                    },
                    {
                        "balanced",
                        null,
                        "{\"volume_window\":20,\"top_percentile\":0.2,\"breakout_buffer\":0.0}",
                        "volume_zone_breakout",
                        0L,
                    },
                    { "conservative", null, "{\"vol_ma_window\":20,\"vol_multiplier\":1.5,\"body_pct\":0.01}", "volume_long_candle", 0L },
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_run_symbols_Symbol_RunNumber",
                table: "run_symbols",
                columns: new[] { "Symbol", "RunNumber" }
            );

            migrationBuilder.CreateIndex(name: "IX_run_tags_Tag_RunNumber", table: "run_tags", columns: new[] { "Tag", "RunNumber" });

            migrationBuilder.CreateIndex(name: "IX_runs_CreatedUtc", table: "runs", column: "CreatedUtc");

            migrationBuilder.CreateIndex(name: "IX_runs_MaxDrawdown", table: "runs", column: "MaxDrawdown");

            migrationBuilder.CreateIndex(name: "IX_runs_RunId", table: "runs", column: "RunId", unique: true);

            migrationBuilder.CreateIndex(name: "IX_runs_Sharpe", table: "runs", column: "Sharpe");

            migrationBuilder.CreateIndex(name: "IX_runs_Strategy_CreatedUtc", table: "runs", columns: new[] { "Strategy", "CreatedUtc" });

            migrationBuilder.CreateIndex(name: "IX_runs_Timeframe_CreatedUtc", table: "runs", columns: new[] { "Timeframe", "CreatedUtc" });

            migrationBuilder.CreateIndex(name: "IX_runs_TotalReturn", table: "runs", column: "TotalReturn");

            migrationBuilder.CreateIndex(name: "IX_runs_TotalTrades", table: "runs", column: "TotalTrades");

            migrationBuilder.CreateIndex(name: "IX_runs_WinRate", table: "runs", column: "WinRate");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "presets");

            migrationBuilder.DropTable(name: "run_documents");

            migrationBuilder.DropTable(name: "run_symbols");

            migrationBuilder.DropTable(name: "run_tags");

            migrationBuilder.DropTable(name: "runs");
        }
    }
}
