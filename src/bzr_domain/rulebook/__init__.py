"""What a rule can say (考核规则语言), how it is read, and which rulebook is in force when."""
