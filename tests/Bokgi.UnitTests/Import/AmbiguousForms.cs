using System.Globalization;
using System.Text;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Import;

/// <summary>
/// Writes bars as text in forms that lack necessary information. The importer may refuse such files. Each method returns the name and the text of a
/// file, and the options to import it with.
/// </summary>
internal static class AmbiguousForms
{
    public static (string Name, string Text, ImportOptions Options) DecimalCommas(Random random, Candle[] bars)
    {
        var digits = random.Next(5); // number of decimals; 0 for as many as the value has
        var text = new StringBuilder("time;open;high;low;close;volume\n");
        foreach (var bar in bars)
            text.AppendLine(
                $"{bar.TimeUtc / 1_000};{string.Join(';', new[] { bar.Open, bar.High, bar.Low, bar.Close, bar.Volume }.Select(Cell))}"
            );
        return ("a.csv", text.ToString(), new ImportOptions());

        string Cell(double value) => value.ToString(digits == 0 ? "R" : $"F{digits}", CultureInfo.InvariantCulture).Replace('.', ',');
    }

    // Volumes reach 500, and the importer could not tell them from prices below 3,000. So a series with such prices is written in another form.
    public static (string Name, string Text, ImportOptions Options) UnnamedOrder(Random random, Candle[] bars)
    {
        if (bars.Min(bar => bar.Low) < 3_000)
            return ZoneInTheName(random, bars);
        string[] order = ["open", "high", "low", "close", "volume"];
        RandomFile.Shuffle(random, order);
        var timeFormat = new TimeFormat(utc => (utc / 1_000).ToString(CultureInfo.InvariantCulture));
        return (
            "a.csv",
            string.Concat(
                bars.Select(bar =>
                    $"{bar.TimeUtc / 1_000},{string.Join(',', order.Select(name => RandomFile.Value(bar, name, timeFormat)))}\n"
                )
            ),
            new ImportOptions()
        );
    }

    public static (string Name, string Text, ImportOptions Options) ZoneInTheName(Random random, Candle[] bars)
    {
        var hours = random.Next(-12, 15);
        var name = string.Format(
            CultureInfo.InvariantCulture,
            RandomFile.Pick(random, "Time (UTC{0:+0;-0})", "일시(GMT{0:+00;-00}:00)", "date_utc{0:+0;-0}", "Date (EST)"),
            hours
        );
        var text = new StringBuilder($"{name},Open,High,Low,Close,Volume\n");
        foreach (var bar in bars)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{RandomFile.LocalTime(bar.TimeUtc, hours * 60):yyyy-MM-dd HH:mm:ss},{RandomFile.Number(bar.Open)},{RandomFile.Number(bar.High)},{RandomFile.Number(bar.Low)},{RandomFile.Number(bar.Close)},{RandomFile.Number(bar.Volume)}"
            );
        return ("a.csv", text.ToString(), new ImportOptions());
    }

    public static (string Name, string Text, ImportOptions Options) SeparateHour(Random random, Candle[] bars, Timeframe timeframe)
    {
        var (date, hour) = (RandomFile.Pick(random, "date", "일자", "day"), RandomFile.Pick(random, "hour", "time", "시간", "체결시간"));
        var hourFormat =
            timeframe.NominalMicroseconds < Timeframe.OneHour.NominalMicroseconds
                ? RandomFile.Pick(random, "HHmm", "HHmmss", "HH:mm")
                : RandomFile.Pick(random, "%H", "HH", "HHmm", "HHmmss", "HH:mm");
        var text = new StringBuilder($"{date},{hour},open,high,low,close,volume\n");
        foreach (var bar in bars)
        {
            var local = RandomFile.LocalTime(bar.TimeUtc, offsetMinutes: 9 * 60);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{local:yyyy-MM-dd},{local.ToString(hourFormat, CultureInfo.InvariantCulture)},{RandomFile.Number(bar.Open)},{RandomFile.Number(bar.High)},{RandomFile.Number(bar.Low)},{RandomFile.Number(bar.Close)},{RandomFile.Number(bar.Volume)}"
            );
        }

        return ("a.csv", text.ToString(), new ImportOptions());
    }

    public static (string Name, string Text, ImportOptions Options) OpenAndCloseTimes(Random random, Candle[] bars, Timeframe timeframe)
    {
        var closeIsFirst = random.Next(2) == 0;
        var text = new StringBuilder(
            closeIsFirst ? "timestamp,start,open,high,low,close,volume\n" : "start,timestamp,open,high,low,close,volume\n"
        );
        foreach (var bar in bars)
        {
            var (open, close) = (bar.TimeUtc / 1_000, (bar.TimeUtc + timeframe.NominalMicroseconds) / 1_000);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{(closeIsFirst ? close : open)},{(closeIsFirst ? open : close)},{RandomFile.Number(bar.Open)},{RandomFile.Number(bar.High)},{RandomFile.Number(bar.Low)},{RandomFile.Number(bar.Close)},{RandomFile.Number(bar.Volume)}"
            );
        }

        return ("a.csv", text.ToString(), new ImportOptions());
    }
}
