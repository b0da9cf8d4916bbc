using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Recognizes the exceptions that Parquet readers throw on damaged bytes, and translates them to the lake's own error.</summary>
internal static class ParquetErrors
{
    public static bool IsReadError(Exception e) =>
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

    public static LakeException Translate(string name, Exception e) =>
        new(LakeErrorKind.MalformedFile, $"{name} cannot be read as Parquet candles: {Reason(e)}; replace or remove the file", e);

    /// <summary>The reason for the user. Library messages about damaged bytes are replaced, because they name internals.</summary>
    public static string Reason(Exception e) => e is InvalidDataException ? e.Message : "it is damaged or is not a Parquet file";
}
