using Bokgi.UnitTests.Lake;
using ParquetSharp;

namespace Bokgi.UnitTests.Import;

/// <summary>A column that marks bars as ended or not ended.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="HasEnded">Whether each bar has ended; null for an empty cell, which the importer treats as ended.</param>
/// <param name="Yes">The text of a bar that has ended.</param>
/// <param name="No">The text of a bar that has not ended.</param>
internal sealed record UnfinishedMarks(string Name, bool?[] HasEnded, string Yes, string No)
{
    /// <summary>Picks random marks. The first bar has always ended, because a file without such a bar is refused.</summary>
    public static UnfinishedMarks PickRandom(Random random, int count)
    {
        var (yes, no) = RandomFile.Pick(random, ("1", "0"), ("1.0", "0.0"), ("true", "false"), ("True", "False"), ("yes", "no"));
        bool?[] hasEnded = [true, .. Enumerable.Range(1, count - 1).Select(_ => RandomFile.Pick<bool?>(random, true, true, false, null))];
        return new UnfinishedMarks(RandomFile.Pick(random, "confirm", "isClosed", "closed", "Is Final", "complete"), hasEnded, yes, no);
    }

    public string Cell(int index) =>
        HasEnded[index] switch
        {
            true => Yes,
            false => No,
            null => string.Empty,
        };

    public ExternalParquetFile AddTo(ExternalParquetFile file, Random random) =>
        random.Next(4) switch
        {
            0 => file.Optional(Name, LogicalType.None(), PhysicalType.Boolean, HasEnded),
            1 => file.Optional(Name, LogicalType.None(), PhysicalType.Int64, Array.ConvertAll(HasEnded, Number)),
            2 => file.Optional(Name, LogicalType.None(), PhysicalType.Double, Array.ConvertAll(HasEnded, mark => (double?)Number(mark))),
            _ => file.OptionalTexts(Name, [.. HasEnded.Select((mark, i) => mark is null ? null : Cell(i))]),
        };

    private static long? Number(bool? hasEnded) =>
        hasEnded switch
        {
            true => 1,
            false => 0,
            null => null,
        };
}
