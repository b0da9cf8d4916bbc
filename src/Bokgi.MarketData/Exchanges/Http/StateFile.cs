using System.Text.Json;
using Bokgi.MarketData.Lake;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>
/// Records whether an exchange responds, for all processes of the same operating-system user, so that a command started later can report
/// since when the exchange has been unavailable.
/// </summary>
/// <param name="folder">The exchange's own folder.</param>
/// <param name="clock">The clock.</param>
internal sealed class StateFile(string folder, TimeProvider clock)
{
    private const string FileName = "state.json";
    private const long MaxBytes = 64 << 10;

    // The minimum time between two recorded successes.
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

    private static readonly ExchangeState NeverContacted = new(LastAnswerUtc: null, GoneSinceUtc: null, Trouble: null);

    private readonly string path = Path.Combine(folder, FileName);
    private readonly Lock sync = new();
    private ExchangeState? lastWritten;

    /// <summary>The state; all null for an exchange that was never contacted, or if the file cannot be read.</summary>
    public ExchangeState Read()
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                return NeverContacted;
            return JsonSerializer.Deserialize<ExchangeState>(File.ReadAllBytes(path)) ?? NeverContacted;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return NeverContacted;
        }
    }

    public void RecordSuccess()
    {
        var now = clock.GetUtcNow();
        lock (sync)
        {
            if (lastWritten is { GoneSinceUtc: null, LastAnswerUtc: { } last } && now - last < WriteInterval)
                return;
            Write(new ExchangeState(now, GoneSinceUtc: null, Trouble: null));
        }
    }

    /// <summary>Records a failure.</summary>
    /// <returns>Since when the exchange has not responded.</returns>
    public DateTimeOffset RecordFailure(string error)
    {
        lock (sync)
        {
            var before = Read();
            var since = before.GoneSinceUtc ?? clock.GetUtcNow();
            Write(before with { GoneSinceUtc = since, Trouble = error });
            return since;
        }
    }

    private void Write(ExchangeState state)
    {
        lastWritten = state;
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Replace(path, temporary => File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Other processes do not learn of the change, but this call still succeeds.
        }
    }
}
