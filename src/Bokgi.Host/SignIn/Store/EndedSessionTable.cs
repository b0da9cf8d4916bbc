using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.SignIn.Store;

internal sealed class EndedSessionTable : IEntityTypeConfiguration<EndedSessionRow>
{
    public void Configure(EntityTypeBuilder<EndedSessionRow> builder)
    {
        builder.ToTable("ended_sessions");
        builder.HasKey(session => session.Id);
    }
}
