using System.CommandLine;

namespace Bokgi.Host.Candles;

internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A Parquet file" };
        return new Command("inspect", "Shows the contents of a Parquet file, and whether and how it can be read as candles.")
            .With(file)
            .Runs((result, shell) => Run(result.GetRequiredValue(file), shell));
    }

    private static int Run(string path, Shell shell)
    {
        var inspection = new CandleLake(shell.Settings.DataRoot).Inspect(Path.GetFullPath(path));
        var output = shell.Out;
        output.WriteLine(inspection.Name);
        output.WriteLine(
            $"  {inspection.Bytes:N0} bytes, {inspection.Rows:N0} rows in {inspection.RowGroups:N0} row groups, written by {inspection.CreatedBy}"
        );
        if (inspection.TimeColumn is not null)
            output.WriteLine(
                $"  times: column {inspection.TimeColumn}, {inspection.TimeFlavour ?? "not understood"}, {DescribeOrder(inspection.IsSorted)}"
            );
        if (inspection is { FirstUtc: { } first, LastUtc: { } last })
            output.WriteLine($"  {UnixTime.Format(first)} … {UnixTime.Format(last)}");

        shell.Write(
            inspection.Columns,
            new("column", column => column.Name),
            new("stored as", column => column.PhysicalType),
            new("meaning", column => column.LogicalType),
            new("nullable", column => column.IsNullable ? "yes" : "no"),
            new("encodings", column => string.Join(", ", column.Encodings)),
            new("compression", column => column.Compression)
        );
        foreach (var (key, value) in inspection.Metadata)
            output.WriteLine($"  {key} = {(value.Length > 120 ? value[..120] + "…" : value)}");
        foreach (var problem in inspection.Problems)
            shell.Warn(problem);
        return inspection.Problems.Count == 0 ? ExitCode.Success : ExitCode.ProblemsFound;
    }

    private static string DescribeOrder(bool? isSorted) =>
        isSorted switch
        {
            true => "in order",
            false => "out of order",
            _ => "order unknown",
        };
}
