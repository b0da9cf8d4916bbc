namespace Bokgi.Host.Platform.Bodies;

/// <summary>The bytes that one request has taken from the <see cref="BodyBudget"/>; <see cref="Dispose"/> returns all of it.</summary>
internal sealed class BodyShare(BodyBudget budget) : IDisposable
{
    // Bodies of this size or more take turns when they are parsed.
    private const int LargeBodyBytes = 64 << 10;

    private long heldBytes;

    public void Take(long bytes)
    {
        budget.Take(bytes, heldBytes);
        heldBytes += bytes;
    }

    public async ValueTask<T> ParseAsync<T>(PooledBody body, Func<PooledBody, BodyShare, T> parse, CancellationToken cancel)
    {
        if (body.Bytes.Length < LargeBodyBytes)
            return parse(body, this);
        await budget.WaitToParseAsync(cancel);
        try
        {
            return parse(body, this);
        }
        finally
        {
            budget.EndParsing();
        }
    }

    public void Return(long bytes)
    {
        budget.Return(bytes);
        heldBytes -= bytes;
    }

    public void Dispose() => Return(heldBytes);
}
