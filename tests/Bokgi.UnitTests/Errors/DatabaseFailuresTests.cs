using Bokgi.Host.Platform.Errors;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Errors;

public sealed class DatabaseFailuresTests
{
    // A database is down if the error is caused by the database or its disk. It is not down if the statement causes the error.
    [Theory]
    [InlineData(5, true)] // BUSY
    [InlineData(8, true)] // READONLY
    [InlineData(10, true)] // IOERR
    [InlineData(11, true)] // CORRUPT
    [InlineData(13, true)] // FULL
    [InlineData(14, true)] // CANTOPEN
    [InlineData(1, false)] // ERROR: an invalid statement
    [InlineData(18, false)] // TOOBIG
    [InlineData(19, false)] // CONSTRAINT
    [InlineData(20, false)] // MISMATCH
    [InlineData(21, false)] // MISUSE
    [InlineData(25, false)] // RANGE
    public void IsDatabaseDown_ErrorOfSqlite_DependsOnItsCode(int code, bool isDown) =>
        new InvalidOperationException("saving failed", new SqliteException("said", code)).IsDatabaseDown().ShouldBe(isDown);
}
