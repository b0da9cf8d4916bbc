using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bokgi.Host.Platform.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    internal sealed partial class TaskRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "RequestId", table: "tasks", type: "TEXT", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "RequestId", table: "tasks");
        }
    }
}
