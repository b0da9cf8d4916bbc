using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bokgi.Host.Platform.Database;

/// <summary>
/// SQL that is written as an interpolated string. A value becomes a parameter. A list of values becomes a list of parameters in parentheses.
/// A nested <see cref="Sql"/> is inserted with its own parameters. Use only SQL that both engines understand.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Sql(int literalLength, int formattedCount)
{
    private readonly List<Part> parts = new(Math.Min(formattedCount + literalLength, (2 * formattedCount) + 1));

    /// <summary>SQL that is not known at compile time, such as the name of a column. It must not come from a user.</summary>
    public static Sql Raw(string text)
    {
        var sql = new Sql(text.Length, 0);
        sql.AppendLiteral(text);
        return sql;
    }

    public static Sql Join(string separator, IEnumerable<Sql> items)
    {
        var joined = new Sql(0, 0);
        foreach (var item in items)
        {
            if (joined.parts.Count > 0)
                joined.AppendLiteral(separator);
            joined.AppendFormatted(item);
        }

        return joined;
    }

    public void AppendLiteral(string text) => parts.Add(new Part(text, null));

    public void AppendFormatted(Sql sql) => parts.AddRange(sql.parts);

    public void AppendFormatted(object? value) => parts.Add(new Part(null, value ?? DBNull.Value));

    public void AppendFormatted<T>(IReadOnlyCollection<T> values)
    {
        if (values.Count == 0)
        {
            AppendLiteral("(NULL)"); // an empty list is invalid, and nothing equals NULL
            return;
        }

        var separator = "(";
        foreach (var value in values)
        {
            AppendLiteral(separator);
            AppendFormatted((object?)value);
            separator = ", ";
        }

        AppendLiteral(")");
    }

    /// <summary>Sets the text and the parameters of a command.</summary>
    public void ApplyTo(DbCommand command)
    {
        command.CommandText = ToString();
        foreach (var value in parts.Select(part => part.Value).OfType<object>())
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{command.Parameters.Count}";
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>The text, with the parameters named <c>@p0</c>, <c>@p1</c> and so on.</summary>
    public override string ToString()
    {
        var (text, parameterCount) = (new StringBuilder(), 0);
        foreach (var (literal, _) in parts)
        {
            if (literal is null)
                text.Append("@p").Append(parameterCount++);
            else
                text.Append(literal);
        }

        return text.ToString();
    }

    // Either SQL or the value of a parameter.
    private readonly record struct Part(string? Literal, object? Value);
}
