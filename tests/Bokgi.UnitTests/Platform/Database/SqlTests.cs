using Bokgi.Host.Platform.Database;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Database;

public class SqlTests
{
    [Fact]
    public void ApplyTo_ValuesListsAndOtherSql_BecomeTextAndParameters()
    {
        Sql condition = $"symbol IN {(string[])["BTC_KRW", "ETH_KRW"]} AND price > {1.5}";
        Sql query = $"SELECT {Sql.Raw("count(*)")} FROM runs WHERE {condition} LIMIT {10}";

        var (text, values) = Apply(query);

        text.ShouldBe("SELECT count(*) FROM runs WHERE symbol IN (@p0, @p1) AND price > @p2 LIMIT @p3");
        values.ShouldBe(["BTC_KRW", "ETH_KRW", 1.5, 10]);
        query.ToString().ShouldBe(text);
    }

    [Fact]
    public void ApplyTo_QuotesInAValue_StayOutOfTheText()
    {
        const string Hostile = "x' OR '1' = '1'; DROP TABLE runs; --";

        var (text, values) = Apply($"SELECT 1 FROM runs WHERE \"Description\" = {Hostile}");

        text.ShouldBe("SELECT 1 FROM runs WHERE \"Description\" = @p0");
        values.ShouldBe([Hostile]);
    }

    [Fact]
    public void ApplyTo_NullValues_AreDatabaseNulls()
    {
        var (text, values) = Apply($"UPDATE runs SET a = {(string?)null}, b = {(double?)null}");

        text.ShouldBe("UPDATE runs SET a = @p0, b = @p1");
        values.ShouldBe([DBNull.Value, DBNull.Value]);
    }

    [Fact]
    public void ApplyTo_EmptyList_MatchesNothing()
    {
        var (text, values) = Apply($"SELECT 1 FROM runs WHERE \"Number\" IN {(List<long>)[]}");

        text.ShouldBe("SELECT 1 FROM runs WHERE \"Number\" IN (NULL)");
        values.ShouldBeEmpty();
    }

    [Fact]
    public void Join_Rows_AreSeparated()
    {
        Sql rows = $"VALUES {Sql.Join(", ", ((string[])["a", "b"]).Select((name, i) => (Sql)$"({name}, {i})"))}";

        var (text, values) = Apply(rows);

        text.ShouldBe("VALUES (@p0, @p1), (@p2, @p3)");
        values.ShouldBe(["a", 0, "b", 1]);
        Sql.Join(", ", []).ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Sql_UsedTwice_KeepsItsParameters()
    {
        Sql filter = $"WHERE a = {1}";

        Apply($"SELECT 1 {filter} UNION SELECT 2 {filter}").Text.ShouldBe("SELECT 1 WHERE a = @p0 UNION SELECT 2 WHERE a = @p1");
        Apply(filter).Values.ShouldBe([1]);
    }

    private static (string Text, object?[] Values) Apply(Sql sql)
    {
        using var command = new SqliteCommand();
        sql.ApplyTo(command);
        var parameters = command.Parameters.Cast<SqliteParameter>().ToList();
        parameters.Select(parameter => parameter.ParameterName).ShouldBe(parameters.Select((_, i) => $"@p{i}"));
        return (command.CommandText, [.. parameters.Select(parameter => parameter.Value)]);
    }
}
