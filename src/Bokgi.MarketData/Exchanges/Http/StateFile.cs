using System.Text.Json;
using Bokgi.MarketData.Lake;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>Whether an exchange answers, as all processes of this user on the machine know it: a command that is begun later can tell since when it is gone.</summary>
/// <param name="folder">The exchange's own folder.</param>
/// <param name="clock">The time.</param>
internal sealed class StateFile(string folder, TimeProvider clock)
{
    private const string FileName = "state.json";
    private const long MostBytes = 64 << 10;

    // An answer is worth a write only now and then.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly string path = Path.Combine(folder, FileName);
    private readonly Lock gate = new();
    private ExchangeState? own;

    /// <summary>The state; of an exchange that nobody asked yet nothing is known.</summary>
    public ExchangeState Read()
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
                return new ExchangeState(null, null, null);
            return JsonSerializer.Deserialize<ExchangeState>(File.ReadAllBytes(path)) ?? new ExchangeState(null, null, null);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return new ExchangeState(null, null, null);
        }
    }

    public void Answered()
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (own is { GoneSinceUtc: null, LastAnswerUtc: { } last } && now - last < Fresh)
                return;
            Write(new ExchangeState(now, null, null));
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>Since when there is no answer.</returns>
    public DateTimeOffset Failed(string trouble)
    {
        lock (gate)
        {
            var before = Read();
            var since = before.GoneSinceUtc ?? clock.GetUtcNow();
            Write(before with { GoneSinceUtc = since, Trouble = trouble });
            return since;
        }
    }

    private void Write(ExchangeState state)
    {
        own = state;
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Replace(path, temporary => File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Others are not told; the call itself has its answer.
        }
    }
}
