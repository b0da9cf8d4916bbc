namespace Bokgi.Host.Runs;

internal enum BetterDirection
{
    Higher,

    Lower,
}
