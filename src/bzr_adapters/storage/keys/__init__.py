"""The keys (密钥库): names and free texts of persons hidden in what is stored, shown in what is read, and forgotten for good."""
