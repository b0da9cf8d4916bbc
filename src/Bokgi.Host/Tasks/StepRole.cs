namespace Bokgi.Host.Tasks;

/// <summary>One step cuts the work into pieces, each piece is a step, and one step puts the pieces together.</summary>
internal enum StepRole
{
    Cut,
    Piece,
    Finish,
}
