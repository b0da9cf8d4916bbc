using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.Runs.Store;

internal sealed class RunTables
    : IEntityTypeConfiguration<RunRow>,
        IEntityTypeConfiguration<RunSymbolRow>,
        IEntityTypeConfiguration<RunTagRow>,
        IEntityTypeConfiguration<RunDocumentRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("runs");
        builder.HasKey(run => run.Number);
        builder.HasIndex(run => run.RunId).IsUnique();
        builder.Property(run => run.Revision).IsConcurrencyToken();
        builder.HasMany(run => run.Symbols).WithOne().HasForeignKey(symbol => symbol.RunNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(run => run.Tags).WithOne().HasForeignKey(tag => tag.RunNumber).OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne(run => run.Document)
            .WithOne()
            .HasForeignKey<RunDocumentRow>(document => document.RunNumber)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(run => run.CreatedUtc);
        builder.HasIndex(run => new { run.Strategy, run.CreatedUtc });
        builder.HasIndex(run => new { run.Timeframe, run.CreatedUtc });
        builder.HasIndex(run => run.TotalReturn);
        builder.HasIndex(run => run.TotalTrades);
        builder.HasIndex(run => run.Sharpe);
        builder.HasIndex(run => run.MaxDrawdown);
        builder.HasIndex(run => run.WinRate);
    }

    public void Configure(EntityTypeBuilder<RunSymbolRow> builder)
    {
        builder.ToTable("run_symbols");
        builder.HasKey(symbol => new { symbol.RunNumber, symbol.Symbol });
        builder.HasIndex(symbol => new { symbol.Symbol, symbol.RunNumber });
    }

    public void Configure(EntityTypeBuilder<RunTagRow> builder)
    {
        builder.ToTable("run_tags");
        builder.HasKey(tag => new { tag.RunNumber, tag.Tag });
        builder.HasIndex(tag => new { tag.Tag, tag.RunNumber });
    }

    public void Configure(EntityTypeBuilder<RunDocumentRow> builder)
    {
        builder.ToTable("run_documents");
        builder.HasKey(document => document.RunNumber);
    }
}
