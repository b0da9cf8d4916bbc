namespace Bokgi.Host.Platform.Bodies;

/// <summary>What one request has taken of the budget; all of it goes back when the share is disposed.</summary>
internal sealed class BodyShare(BodyBudget budget) : IDisposable
{
    private const int LongBytes = 64 << 10;

    private long held;

    /// <inheritdoc cref="BodyBudget.Take"/>
    public void Take(long bytes)
    {
        budget.Take(bytes, held);
        held += bytes;
    }

    /// <summary>Does something with the bytes of a body; with a long one when its turn comes.</summary>
    public async ValueTask<T> ParseAsync<T>(PooledBody body, Func<PooledBody, BodyShare, T> parse, CancellationToken cancel)
    {
        if (body.Bytes.Length < LongBytes)
            return parse(body, this);
        await budget.WaitForTurnAsync(cancel);
        try
        {
            return parse(body, this);
        }
        finally
        {
            budget.EndTurn();
        }
    }

    public void Return(long bytes)
    {
        budget.Return(bytes);
        held -= bytes;
    }

    public void Dispose() => Return(held);
}
