using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Turns what a Parquet reader throws at damaged bytes into the lake's own error.</summary>
internal static class Unreadable
{
    private const int MaximumLength = 160;

    public static bool Is(Exception e) =>
        e
            is ParquetException
                or InvalidDataException
                or EndOfStreamException
                or OverflowException
                or ArgumentException
                or NotSupportedException
                or OutOfMemoryException
                or InvalidCastException
                or FormatException;

    public static LakeException Error(string name, Exception e) =>
        new(LakeErrorKind.MalformedFile, $"{name} cannot be read as Parquet candles: {Reason(e)}; replace or remove the file", e);

    // Native messages run over lines and may carry a path of this machine.
    private static string Reason(Exception e)
    {
        var line = Inner(e.Message.Split('\n')[0]).Trim().TrimEnd('.');
        if (line.Contains('/', StringComparison.Ordinal))
            line = e.GetType().Name;
        return line.Length > MaximumLength ? line[..MaximumLength] + "…" : line;
    }

    // "N7parquet22…E (message: 'Invalid: too short')": a person wants the last part.
    private static string Inner(string message)
    {
        const string Mark = "(message: '";
        var from = message.IndexOf(Mark, StringComparison.Ordinal);
        if (from < 0)
            return message;
        var inner = message[(from + Mark.Length)..].Replace("Invalid: ", string.Empty, StringComparison.Ordinal);
        return inner.EndsWith("')", StringComparison.Ordinal) ? inner[..^2] : inner;
    }
}
