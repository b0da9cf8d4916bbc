using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.Tasks.Store;

internal sealed class TaskTables
    : IEntityTypeConfiguration<TaskRow>,
        IEntityTypeConfiguration<TaskStepRow>,
        IEntityTypeConfiguration<WorkerRow>
{
    public void Configure(EntityTypeBuilder<TaskRow> builder)
    {
        builder.ToTable("tasks");
        builder.HasKey(task => task.Number);
        builder.Property(task => task.State).HasConversion(state => WireNames.Of(state), text => WireNames.Parse<TaskState>(text));
        builder.HasIndex(task => task.TaskId).IsUnique();
        builder.HasIndex(task => task.IdempotencyKey).IsUnique();
        builder.HasIndex(task => new { task.State, task.Number });
        builder.HasIndex(task => task.FinishedUtc);
        builder.HasMany(task => task.Steps).WithOne().HasForeignKey(step => step.TaskNumber).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TaskStepRow> builder)
    {
        builder.ToTable("task_steps");
        builder.HasKey(step => step.Number);
        builder.Property(step => step.State).HasConversion(state => WireNames.Of(state), text => WireNames.Parse<StepState>(text));
        builder.Property(step => step.Role).HasConversion(role => WireNames.Of(role), text => WireNames.Parse<StepRole>(text));
        builder.HasIndex(step => new { step.TaskNumber, step.Position }).IsUnique();
        builder.HasIndex(step => step.State);
    }

    public void Configure(EntityTypeBuilder<WorkerRow> builder) => builder.ToTable("workers").HasKey(worker => worker.Name);
}
