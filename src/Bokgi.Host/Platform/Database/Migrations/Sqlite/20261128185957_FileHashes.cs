using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bokgi.Host.Platform.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    internal sealed partial class FileHashes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "FileHashes", table: "run_documents", type: "TEXT", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "FileHashes", table: "run_documents");
        }
    }
}
