namespace Bokgi.Host.Tasks;

/// <summary>The first step cuts the work into pieces, each piece is a step, and the last step combines their outcomes.</summary>
internal enum StepRole
{
    Cut,
    Piece,
    Finish,
}
