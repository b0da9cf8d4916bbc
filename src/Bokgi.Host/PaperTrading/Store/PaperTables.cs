using Bokgi.Host.PaperTrading.Simulation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.PaperTrading.Store;

internal sealed class PaperTables
    : IEntityTypeConfiguration<PaperSessionRow>,
        IEntityTypeConfiguration<PaperStateRow>,
        IEntityTypeConfiguration<PaperEntryRow>,
        IEntityTypeConfiguration<PaperSignalRow>,
        IEntityTypeConfiguration<PaperTradeRow>,
        IEntityTypeConfiguration<SessionCommandRow>
{
    public void Configure(EntityTypeBuilder<PaperSessionRow> builder)
    {
        builder.ToTable("paper_sessions");
        builder.HasKey(row => row.Number);
        builder.Property(row => row.State).HasConversion(state => WireNames.Of(state), text => WireNames.Parse<SessionState>(text));
        builder.HasIndex(row => row.SessionId).IsUnique();
        builder.HasIndex(row => row.State);
    }

    public void Configure(EntityTypeBuilder<PaperStateRow> builder)
    {
        builder.ToTable("paper_states");
        builder.HasKey(row => row.SessionNumber);
        builder.Property(row => row.SessionNumber).ValueGeneratedNever();
        builder.HasOne<PaperSessionRow>().WithOne().HasForeignKey<PaperStateRow>(row => row.SessionNumber).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PaperEntryRow> builder)
    {
        builder.ToTable("paper_log");
        builder.HasKey(row => new { row.SessionNumber, row.Sequence });
        builder.Property(row => row.Kind).HasConversion(kind => WireNames.Of(kind), text => WireNames.Parse<LogEntryKind>(text));
        builder.HasOne<PaperSessionRow>().WithMany().HasForeignKey(row => row.SessionNumber).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PaperSignalRow> builder)
    {
        builder.ToTable("paper_signals");
        builder.HasKey(row => row.Number);
        builder.HasIndex(row => new { row.SessionNumber, row.Number });
        builder.HasOne<PaperSessionRow>().WithMany().HasForeignKey(row => row.SessionNumber).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PaperTradeRow> builder)
    {
        builder.ToTable("paper_trades");
        builder.HasKey(row => row.Number);
        builder.Property(row => row.ExitReason).HasConversion<int>();
        builder.HasIndex(row => new { row.SessionNumber, row.Number });
        builder.HasOne<PaperSessionRow>().WithMany().HasForeignKey(row => row.SessionNumber).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SessionCommandRow> builder)
    {
        builder.ToTable("paper_wishes"); // the name that earlier versions gave the table
        builder.HasKey(row => row.Number);
        builder.Property(row => row.Kind).HasConversion(kind => WireNames.Of(kind), text => WireNames.Parse<LogEntryKind>(text));
        builder.HasIndex(row => new { row.IsDone, row.SessionNumber });
        builder.HasOne<PaperSessionRow>().WithMany().HasForeignKey(row => row.SessionNumber).OnDelete(DeleteBehavior.Cascade);
    }
}
